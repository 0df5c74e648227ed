package dev.sparring.sandbox.wasm;

import java.nio.file.Path;

/** Names of the files that children start from. */
record PreparedFiles(Path folder) {
  /** The module without data and code. */
  Path module() {
    return folder.resolve("module.wasm");
  }

  /** Java classes made of its code. */
  Path classes() {
    return folder.resolve("classes.bin");
  }

  /** Its memory and globals. */
  Path snapshot() {
    return folder.resolve("snapshot.gz");
  }

  /** Hashes of the other files; written last. */
  Path manifest() {
    return folder.resolve("manifest");
  }
}
