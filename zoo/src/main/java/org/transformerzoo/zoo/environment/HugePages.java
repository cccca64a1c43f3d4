package org.transformerzoo.zoo.environment;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * Large blocks of memory in pages of 2 MiB instead of 4 KiB, so that products of matrices wait less
 * for the translation of addresses. A hint: where the system does not follow it, nothing changes.
 */
public final class HugePages {

  private static final long PAGE = 1L << 21;
  private static final int MADV_HUGEPAGE = 14;

  private static final int MADV_DONTNEED = 4;

  private HugePages() {}

  /**
   * Asks for huge pages for the whole ones among {@code bytes} bytes at {@code address}, before
   * they are first written. Does nothing on systems other than Linux.
   */
  public static void advise(long address, long bytes) {
    advise(address, bytes, MADV_HUGEPAGE);
  }

  /**
   * Gives back the whole pages among {@code bytes} bytes at {@code address}, all of which are zero:
   * they stay zero, and take memory again when they are written. Does nothing on systems other than
   * Linux.
   */
  public static void giveBackZeros(long address, long bytes) {
    advise(address, bytes, MADV_DONTNEED);
  }

  private static void advise(long address, long bytes, int advice) {
    long first = (address + PAGE - 1) & -PAGE;
    long length = (address + bytes & -PAGE) - first;
    if (length > 0 && Platform.isLinux()) {
      Function.getFunction("c", "madvise")
          .invokeInt(new Object[] {new Pointer(first), length, advice});
    }
  }
}
