/**
 * Models that are named rather than lying in a folder: looked up in the Hugging Face cache, which
 * is shared with Python's {@code huggingface_hub}, and downloaded into it when they are not there.
 *
 * <p>Knows files by name, size and checksum; what is in them is read elsewhere. Nothing here is
 * called while a run is under way.
 */
package dev.sparring.policy.hub;
