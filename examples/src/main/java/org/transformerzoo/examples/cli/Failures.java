package org.transformerzoo.examples.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.hub.HubException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a program throws into one sentence and an exit code. */
public final class Failures implements IExecutionExceptionHandler {

  static final int FAILED = 1;
  static final int BAD_INPUT = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine commandLine, ParseResult parseResult) {
    LOG.debug("The verb failed", thrown);
    commandLine
        .getErr()
        .println(commandLine.getCommandSpec().root().name() + ": " + sentence(thrown));
    return isBadInput(thrown) ? BAD_INPUT : FAILED;
  }

  /** The lack of memory behind an error, which may have come up while a class was loaded. */
  static Optional<OutOfMemoryError> outOfMemory(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null && !(cause instanceof OutOfMemoryError)) {
      cause = cause.getCause();
    }
    return Optional.ofNullable((OutOfMemoryError) cause);
  }

  /** Java's own heap, or the memory outside of it, of which JavaCPP keeps the books. */
  static String sentence(OutOfMemoryError error) {
    String heap = "%,d MB".formatted(Runtime.getRuntime().maxMemory() >> 20);
    return "The memory is used up (%s); Java's heap has %s, the environment variable JAVA_OPTS=-Xmx… gives it more"
        .formatted(String.valueOf(error.getMessage()).lines().findFirst().orElse(""), heap);
  }

  private static boolean isBadInput(Exception thrown) {
    return thrown instanceof InvalidModelException
        || thrown instanceof HubException
        || thrown instanceof InvalidDataException
        || thrown instanceof InvalidSettingException;
  }

  private static String sentence(Exception thrown) {
    Throwable told = hasOwnWords(thrown) ? thrown : thrown.getCause();
    if (told instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (told instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be read or written";
    }
    String message = told.getMessage();
    String type = told.getClass().getSimpleName();
    return message == null || message.isBlank() ? type : message.lines().findFirst().orElse(type);
  }

  /** Whether it says more than what caused it. */
  private static boolean hasOwnWords(Exception thrown) {
    return !(thrown instanceof UncheckedIOException)
        || !String.valueOf(thrown.getCause()).equals(thrown.getMessage());
  }
}
