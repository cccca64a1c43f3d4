package org.transformerzoo.zoo.pooling;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code conv1d}: two convolutions over the tokens with a ReLU between them, then the maximum over
 * the positions. Padded by kernel − 1 on both sides, so that every window that touches a token
 * counts.
 *
 * @param channels outputs of the first convolution
 * @param outputs outputs of the second
 * @param kernel width of both in tokens
 * @param masked whether the sequence ends where its padding begins; without, padding is convolved
 *     like text
 */
public record ConvolutionPooling(int channels, int outputs, int kernel, boolean masked)
    implements StatesPooling {

  static ConvolutionPooling read(PoolingOptions options) {
    return new ConvolutionPooling(
        options.size("channels", 256),
        options.size("outputs", 256),
        options.size("kernel", 2),
        options.flag("masked", true));
  }

  @Override
  public Pooled pool(PoolingSite site) {
    SameDiff graph = site.graph();
    SDVariable mask = TokenReduction.column(graph, site.mask()); // [batch, length, 1]
    SDVariable inner = layer(site, "cnn1", keep(site.lastState(), mask), site.hidden(), channels);
    SDVariable active = graph.nn().relu(inner, 0); // [batch, length + kernel − 1, channels]
    SDVariable innerMask = spread(graph, mask);
    SDVariable outer = layer(site, "cnn2", keep(active, innerMask), channels, outputs);
    SDVariable outerMask = spread(graph, innerMask);
    SDVariable best =
        masked ? TokenReduction.max(outer, outerMask) : outer.max(1); // [batch, outputs]
    return Pooled.of(best, outputs);
  }

  private SDVariable keep(SDVariable x, SDVariable mask) {
    return masked ? x.mul(mask) : x;
  }

  /** A convolution as one matrix product for each of its taps: [batch, positions, out]. */
  private SDVariable layer(PoolingSite site, String name, SDVariable x, long in, long out) {
    SameDiff graph = site.graph();
    SDVariable weight =
        site.parameter(name + ".weight", ParameterKind.WEIGHT_MATRIX, out, in, kernel);
    SDVariable bias = site.parameter(name + ".bias", ParameterKind.BIAS, out);
    SDVariable rows = graph.reshape(x, -1, in); // [batch·length, in]
    List<SDVariable> taps = new ArrayList<>();
    for (int tap = 0; tap < kernel; tap++) {
      SDVariable matrix = weight.get(SDIndex.all(), SDIndex.all(), SDIndex.point(tap)); // [out, in]
      SDVariable product = graph.mmul(rows, matrix, false, true, false); // [batch·length, out]
      SDVariable shape =
          graph.stack(
              0, site.transformer().positions().batch(), graph.constant(-1L), graph.constant(out));
      taps.add(shift(graph, graph.reshape(product, shape), tap));
    }
    return Pooled.sum(taps).add(bias); // [batch, length + kernel − 1, out]
  }

  /** 1 for the windows that touch a token: [batch, length + kernel − 1, 1]. */
  private SDVariable spread(SameDiff graph, SDVariable mask) {
    List<SDVariable> taps = new ArrayList<>();
    for (int tap = 0; tap < kernel; tap++) {
      taps.add(shift(graph, mask, tap));
    }
    return graph.math().min(Pooled.sum(taps), graph.constant(1.0f));
  }

  /** {@code x} after kernel − 1 − {@code tap} zeros and before {@code tap}. */
  private SDVariable shift(SameDiff graph, SDVariable x, int tap) {
    SDVariable zero = graph.zerosLike(x.get(SDIndex.all(), SDIndex.interval(0, 1), SDIndex.all()));
    List<SDVariable> parts = new ArrayList<>();
    for (int position = 0; position < kernel; position++) {
      parts.add(position == kernel - 1 - tap ? x : zero);
    }
    return kernel == 1 ? x : graph.concat(1, parts.toArray(SDVariable[]::new));
  }
}
