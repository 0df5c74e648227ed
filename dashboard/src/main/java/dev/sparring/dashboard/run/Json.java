package dev.sparring.dashboard.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON as files of a run hold it and as the page gets it. */
public final class Json {
  /**
   * The one mapper. Half a surrogate pair, which a model can write, has no UTF-8: it is escaped.
   */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private Json() {}
}
