package dev.sparring.policy.tensor;

import ai.djl.pytorch.jni.JniUtils;

/**
 * PyTorch's settings that each thread has for itself: how many threads an operator uses when this
 * thread calls it, and that programs run without PyTorch's optimizing passes.
 *
 * <p>The engine also keeps the last number that any thread has set, and gives it to a thread when
 * that thread asks for the first time (PyTorch 2.7.1, {@code aten/src/ATen/ParallelOpenMP.cpp},
 * {@code lazy_init_num_threads}). So a thread sets its number and asks while no other thread of
 * this program does either; after that, no other thread changes it.
 */
public final class EngineThread {
  private EngineThread() {}

  /**
   * Sets the calling thread's settings. A thread calls this before its first program. Models of
   * several runs may be computed side by side, each on threads of its own.
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
