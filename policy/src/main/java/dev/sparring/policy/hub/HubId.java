package dev.sparring.policy.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model on the hub: {@code Owner/Name}, or {@code Owner/Name@revision}.
 *
 * @param revision a branch, a tag or a commit
 */
public record HubId(String owner, String name, String revision) {
  private static final String MAIN = "main";
  private static final Pattern ID =
      Pattern.compile("(\\w[\\w.-]{0,95})/(\\w[\\w.-]{0,95})(?:@(\\w[\\w.+/-]*))?");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** The id that a text spells; empty when it spells none, as a path does. */
  public static Optional<HubId> parse(String text) {
    Matcher id = ID.matcher(text);
    if (!id.matches() || text.contains("..") || text.contains("--")) {
      return Optional
          .empty(); // the hub has no such names, and folders of the cache are joined by --
    }
    String revision = id.group(3) == null ? MAIN : id.group(3);
    return Optional.of(new HubId(id.group(1), id.group(2), revision));
  }

  /** The same model at another revision. */
  public HubId at(String other) {
    return new HubId(owner, name, other);
  }

  /** Whether the revision is a whole commit hash, which never comes to mean something else. */
  public boolean fixed() {
    return isCommit(revision);
  }

  static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** {@code Owner/Name}. */
  public String repository() {
    return owner + "/" + name;
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return revision.equals(MAIN) ? repository() : repository() + "@" + revision;
  }
}
