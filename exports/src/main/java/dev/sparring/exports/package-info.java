/**
 * What other tools are told of a run: TensorBoard, Prometheus, MLflow, OpenTelemetry. {@link
 * dev.sparring.exports.Exporters} names them all. An exporter hears events of the run on a thread
 * of its own and reads the run's folder; nothing here may hold up a run or change a result.
 */
package dev.sparring.exports;
