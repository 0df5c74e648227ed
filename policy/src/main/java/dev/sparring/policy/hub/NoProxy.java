package dev.sparring.policy.hub;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosts that {@code no_proxy} names. An entry is {@code *} for all, a host, which stands for
 * the hosts below it as well, with or without a dot before it and a port behind it, or a range of
 * IPv4 addresses such as {@code 10.0.0.0/8}.
 */
record NoProxy(List<String> entries) {
  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern RANGE = Pattern.compile("([\\d.]+)/(\\d{1,2})");
  private static final int BITS = 32;

  static NoProxy of(String value) {
    return new NoProxy(
        Arrays.stream(value.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  boolean matches(URI uri) {
    String host = bare(uri.getHost().toLowerCase(Locale.ROOT));
    int port =
        uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return entries.stream().anyMatch(entry -> matches(entry, host, port));
  }

  private static boolean matches(String entry, String host, int port) {
    Matcher range = RANGE.matcher(entry);
    if (entry.equals("*") || bare(entry).equals(host)) {
      return true;
    } else if (range.matches()) {
      return within(host, range.group(1), Integer.parseInt(range.group(2)));
    }
    String end = ":" + port;
    String name = entry.endsWith(end) ? entry.substring(0, entry.length() - end.length()) : entry;
    String domain = bare(name).replaceFirst("^\\*?\\.+", "");
    boolean address = IPV4.matcher(host).matches() || host.contains(":");
    return host.equals(domain) || (!address && host.endsWith("." + domain));
  }

  private static boolean within(String host, String network, int prefix) {
    if (!IPV4.matcher(host).matches() || !IPV4.matcher(network).matches() || prefix > BITS) {
      return false;
    }
    long mask = prefix == 0 ? 0 : -1L << (BITS - prefix);
    return (number(host) & mask) == (number(network) & mask);
  }

  private static long number(String address) {
    Matcher parts = IPV4.matcher(address);
    long number = 0;
    for (int i = 1; parts.matches() && i <= 4; i++) {
      number = number << 8 | Long.parseLong(parts.group(i));
    }
    return number;
  }

  /** An IPv6 address without its brackets. */
  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
