/** Decides what each round asks for and which roles learn from it. */
package dev.sparring.core.curriculum;
