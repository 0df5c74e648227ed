/**
 * Chat templates: the Jinja2 dialect in which Hugging Face checkpoints say how a conversation
 * becomes a prompt.
 *
 * <p>A template is read in three steps: {@code Lexer} cuts the source into tokens and settles which
 * white space stays, {@code StatementParser} and {@code ExpressionParser} (a Pratt parser) build a
 * tree of records, and the records compute themselves over plain Java values ({@code Map}, {@code
 * List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code null}). What is
 * printed follows Python, because the templates were written against it.
 *
 * <p>A template comes with a downloaded checkpoint and is not trusted: it reaches no file, class or
 * network, and {@code Budget} bounds its work and its output. Nothing but the JDK may enter here;
 * tokenizers, tensors and actors stay outside.
 */
package dev.sparring.template;
