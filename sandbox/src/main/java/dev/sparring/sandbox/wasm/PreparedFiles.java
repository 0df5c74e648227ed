package dev.sparring.sandbox.wasm;

import java.nio.file.Path;

/** Names of the files that children start from. */
record PreparedFiles(Path folder) {
  Path module() {
    return folder.resolve("module.wasm");
  }

  Path classes() {
    return folder.resolve("classes.bin");
  }

  Path snapshot() {
    return folder.resolve("snapshot.gz");
  }

  /** Hashes of the other files; written last. */
  Path manifest() {
    return folder.resolve("manifest");
  }
}
