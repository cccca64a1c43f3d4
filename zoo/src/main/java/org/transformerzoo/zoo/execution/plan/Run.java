package org.transformerzoo.zoo.execution.plan;

import org.transformerzoo.zoo.execution.RandomKey;

/**
 * What differs between two runs of one plan, besides the inputs.
 *
 * @param masks the random stream that dropout draws from
 */
record Run(RandomKey masks) {}
