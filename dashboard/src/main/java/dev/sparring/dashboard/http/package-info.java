/**
 * The dashboard's server: the page, what the page asks for as JSON, and server-sent events while
 * runs go on. It only reads. Text of a model leaves it as JSON strings or as plain text, never as
 * markup; a request names a run by an id, never by a path.
 */
package dev.sparring.dashboard.http;
