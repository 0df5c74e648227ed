/**
 * Where a user's files are. Stands on the JDK alone; other packages keep their own folders below
 * it.
 */
package dev.sparring.policy.home;
