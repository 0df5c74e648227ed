package dev.sparring.policy.checkpoint;

import java.util.Arrays;

/**
 * What an adapter adds to one matrix: scale · B · A.
 *
 * @param a rank × columns
 * @param b rows × rank
 */
record LoraDelta(Matrix a, Matrix b, float scale) {
  /**
   * A matrix, row by row.
   *
   * @param columns its second dimension
   */
  record Matrix(float[] values, int columns) {
    static Matrix of(String name, Safetensors.Entry entry) {
      float[] values = new float[Math.toIntExact(entry.shape()[0] * entry.shape()[1])];
      TensorTypes.read(entry.bytes(), entry.type(), 0, values);
      for (float value : values) {
        if (!Float.isFinite(value)) {
          throw CheckpointException.notFinite(entry.file(), name);
        }
      }
      return new Matrix(values, (int) entry.shape()[1]);
    }
  }

  /**
   * Adds to whole rows, in fp32.
   *
   * @param rows of the matrix, one after another
   * @param first which row of the matrix they begin with
   */
  void addTo(float[] rows, int first) {
    int columns = a.columns();
    float[] sum = new float[columns];
    for (int row = 0; row < rows.length / columns; row++) {
      Arrays.fill(sum, 0);
      for (int r = 0; r < b.columns(); r++) {
        float factor = b.values()[(first + row) * b.columns() + r];
        for (int i = 0; i < columns; i++) {
          sum[i] += factor * a.values()[r * columns + i];
        }
      }
      for (int i = 0; i < columns; i++) {
        rows[row * columns + i] += scale * sum[i];
      }
    }
  }
}
