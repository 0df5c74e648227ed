package dev.sparring.dashboard.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a request's address.
 *
 * @param segments of the path
 * @param parameters values by name
 */
record Request(List<String> segments, Map<String, List<String>> parameters) {
  private static final int LONGEST_VALUE = 500;

  /** Something is wrong with a request, in one line. */
  static final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1;

    BadRequestException(String message) {
      super(message);
    }
  }

  static Request of(HttpExchange exchange) throws BadRequestException {
    List<String> segments =
        Arrays.stream(exchange.getRequestURI().getPath().split("/"))
            .filter(segment -> !segment.isEmpty())
            .toList();
    String query = exchange.getRequestURI().getRawQuery();
    return new Request(segments, parameters(query == null ? "" : query));
  }

  /** The parameters of a query, or of a form. */
  static Map<String, List<String>> parameters(String query) throws BadRequestException {
    Map<String, List<String>> parameters = new HashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = decode(pair.substring(equals + 1));
        if (value.length() > LONGEST_VALUE) {
          throw new BadRequestException("a parameter is longer than 500 characters");
        }
        parameters
            .computeIfAbsent(decode(pair.substring(0, equals)), name -> new ArrayList<>())
            .add(value);
      }
    }
    return parameters;
  }

  private static String decode(String text) throws BadRequestException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("a parameter is badly encoded");
    }
  }

  String text(String name, String otherwise) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? otherwise : values.get(0);
  }

  int whole(String name, int otherwise) throws BadRequestException {
    return parameters.containsKey(name) ? whole(text(name, "")) : otherwise;
  }

  /** A whole number from 0 to 999,999,999. */
  static int whole(String text) throws BadRequestException {
    if (!text.matches("\\d{1,9}")) {
      throw new BadRequestException("a number from 0 to 999999999 is expected");
    }
    return Integer.parseInt(text);
  }
}
