package org.transformerzoo.zoo.environment;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.util.ArrayList;
import java.util.List;

/** Asks NVIDIA's driver for its GPUs, through the driver's own C interface. */
final class GpuDriver {

  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;
  private static final int NAME_LENGTH = 256;

  private GpuDriver() {}

  /** The GPUs that this process may use; none where there is no driver or it refuses. */
  static List<GpuDevice> devices() {
    try {
      NativeLibrary driver =
          NativeLibrary.getInstance(Platform.isWindows() ? "nvcuda" : "libcuda.so.1");
      IntByReference count = new IntByReference();
      if (failed(driver, "cuInit", 0) || failed(driver, "cuDeviceGetCount", count)) {
        return List.of();
      }
      List<GpuDevice> devices = new ArrayList<>();
      for (int i = 0; i < count.getValue(); i++) {
        devices.add(device(driver, i));
      }
      return devices;
    } catch (LinkageError e) {
      return List.of();
    }
  }

  private static GpuDevice device(NativeLibrary driver, int index) {
    IntByReference handle = new IntByReference();
    failed(driver, "cuDeviceGet", handle, index);
    try (Memory name = new Memory(NAME_LENGTH)) {
      boolean unnamed = failed(driver, "cuDeviceGetName", name, NAME_LENGTH, handle.getValue());
      return new GpuDevice(
          unnamed ? "GPU " + index : name.getString(0),
          attribute(driver, CAPABILITY_MAJOR, handle.getValue()),
          attribute(driver, CAPABILITY_MINOR, handle.getValue()));
    }
  }

  private static int attribute(NativeLibrary driver, int attribute, int handle) {
    IntByReference value = new IntByReference();
    failed(driver, "cuDeviceGetAttribute", value, attribute, handle);
    return value.getValue();
  }

  private static boolean failed(NativeLibrary driver, String function, Object... arguments) {
    return driver.getFunction(function).invokeInt(arguments) != 0;
  }
}
