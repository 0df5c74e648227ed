package dev.sparring.policy.tensor;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Switches of the engine that each thread has for itself: how many threads an operator uses that
 * this thread calls, and that programs run as they are written.
 *
 * <p>The engine also keeps the last number that any thread has set, and gives it to a thread when
 * that thread asks for the first time (PyTorch 2.7.1, {@code aten/src/ATen/ParallelOpenMP.cpp},
 * {@code lazy_init_num_threads}). So a thread sets its number and asks while no other thread of
 * this program does either; after that, no other thread changes it.
 */
public final class EngineThread {
  private EngineThread() {}

  /**
   * Sets the switches of the calling thread, before it calls programs. Models of several runs may
   * be worked on side by side, each by threads of its own.
   *
   * @param threads threads inside an operator on the CPU
   */
  public static void use(int threads) {
    synchronized (EngineThread.class) {
      JniUtils.setNumThreads(threads);
      JniUtils.getNumThreads();
    }
    JniUtils.setGraphExecutorOptimize(false);
  }
}
