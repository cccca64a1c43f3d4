/**
 * Compiles a SameDiff graph, forward and backward, to a flat list of native calls on one block of
 * memory, once for each combination of input shapes.
 *
 * <pre>
 * SameDiff graph ── GraphReader ──▶ operations on tensors of known shapes
 *                ── Fusion ──▶ fewer operations, with fast kernels
 *                ── Differentiation ──▶ and their gradients
 *                ── Checkpointing ──▶ (on request) less to keep, more to compute
 *                ── MemoryPlan ──▶ an offset in one arena for each tensor
 *                ── Plan ──▶ native calls on addresses, in a Lane, which owns an Arena
 * </pre>
 *
 * <p>A {@link org.transformerzoo.zoo.execution.plan.Tensor} says what a value is and where it lies;
 * an {@link org.transformerzoo.zoo.execution.plan.Operation} what is done with it, its gradient and
 * its native call. Every operation of SameDiff runs, through {@link
 * org.transformerzoo.zoo.execution.plan.Nd4jOperation}; the hot ones through {@link
 * org.transformerzoo.zoo.execution.plan.Kernels}. See docs/executor.md for the measurements.
 */
package org.transformerzoo.zoo.execution.plan;
