package dev.jobreflector.chart;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * The class runs once with each version of {@link Helm}, the first argument of its constructor, or
 * its field with {@code @Parameter}.
 *
 * <p>Where one cannot be had, the report at the end of the run says so; where the environment has
 * {@code CI=true}, the class fails.
 */
@Tag("chart")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(InstalledHelms.class)
@ExtendWith(InstalledHelms.class)
@interface WithHelm {}
