/**
 * Pretrained models by name, downloaded once and kept.
 *
 * <p>{@link org.transformerzoo.zoo.hub.PretrainedModels} is the way in, {@link
 * org.transformerzoo.zoo.hub.PretrainedModel} one model of it, in the shape of Deeplearning4j's own
 * zoo. {@link org.transformerzoo.zoo.hub.HubSettings} says where models come from and where they
 * go.
 */
package org.transformerzoo.zoo.hub;
