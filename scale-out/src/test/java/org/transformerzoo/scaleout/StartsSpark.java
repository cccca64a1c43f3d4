package org.transformerzoo.scaleout;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Marks tests that start Spark, or get as far as that: not on a Java that Spark 4.0 refuses. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@DisabledForJreRange(min = JRE.JAVA_24, disabledReason = "Spark 4.0 needs the security manager")
public @interface StartsSpark {}
