/**
 * A judge, which is the same model, compares answers in pairs; answers and judgements are both
 * rewarded ("SERL", 2511.07922).
 */
package dev.sparring.systems.judge;
