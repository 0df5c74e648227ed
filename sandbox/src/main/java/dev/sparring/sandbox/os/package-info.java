/**
 * The backend {@code os}: Python in bubblewrap (own namespaces, read-only files, no network). A
 * process that never runs a program forks one for each test, which gives up what it has left by
 * seccomp and resource limits before it reads the program.
 */
package dev.sparring.sandbox.os;
