/** Comparisons of models with reference tensors that were computed elsewhere. */
package org.transformerzoo.zoo.verification;
