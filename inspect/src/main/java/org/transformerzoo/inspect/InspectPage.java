package org.transformerzoo.inspect;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.transformerzoo.inspect.lit.LitRoutes;
import org.transformerzoo.inspect.server.InspectServer;
import org.transformerzoo.inspect.server.RouteGroup;

/**
 * The page: a server and what it shows.
 *
 * <pre>{@code
 * try (InspectPage page = InspectPage.open(settings, InspectServer.LOOPBACK, 0)) {
 *   System.out.println(page.uri());
 *   Thread.currentThread().join();
 * }
 * }</pre>
 */
public final class InspectPage implements AutoCloseable {

  private static final List<Function<Inspection, RouteGroup>> GROUPS =
      List.of(
          StateRoutes::new,
          ExplanationRoutes::new,
          AttentionRoutes::new,
          UploadRoutes::new,
          AnalysisRoutes::new,
          SpaceRoutes::new,
          Inspection::wishes,
          inspection -> new LitRoutes(inspection::explainers));

  private final Inspection inspection;
  private final InspectServer server;

  private InspectPage(Inspection inspection, InspectServer server) {
    this.inspection = inspection;
    this.server = server;
  }

  /**
   * Serves the page. Models and data are loaded meanwhile; if that fails, the page says why.
   *
   * @param host the name or address at which it listens
   * @param port from 0 to 65535; 0 for any that is free
   * @throws org.transformerzoo.training.configuration.InvalidSettingException if it cannot listen
   *     there
   */
  public static InspectPage open(InspectionSettings settings, String host, int port) {
    Inspection inspection = Inspection.begin(settings);
    try {
      List<RouteGroup> groups = new ArrayList<>();
      GROUPS.forEach(group -> groups.add(group.apply(inspection)));
      return new InspectPage(inspection, InspectServer.start(host, port, groups));
    } catch (RuntimeException e) {
      inspection.close();
      throw e;
    }
  }

  /** Where the page is. */
  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    inspection.giveUp();
    server.close();
    inspection.close();
  }
}
