package org.transformerzoo.zoo.execution.plan;

/**
 * A program and the layout of its memory, not yet bound to any.
 *
 * @param key what it is for
 */
record CompiledPlan(PlanKey key, Program program, MemoryPlan memory) {}
