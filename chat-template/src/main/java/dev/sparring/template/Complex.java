package dev.sparring.template;

/**
 * What Python makes of a negative number raised to a fraction. It can be printed, compared for
 * equality and computed with; nothing else of the language goes with it.
 */
record Complex(double real, double imaginary) implements TemplateObject {
  /** A negative {@code base} raised to a fraction. */
  static Complex power(double base, double exponent) {
    double size = FloatArithmetic.apply("**", -base, exponent);
    double phase = Math.PI * exponent;
    return new Complex(size * StrictMath.cos(phase), size * StrictMath.sin(phase));
  }

  private static Complex of(Object number) {
    return number instanceof Complex complex ? complex : new Complex(Numbers.toDouble(number), 0);
  }

  static boolean isOperand(Object value) {
    return value instanceof Complex || Numbers.isNumber(value);
  }

  /** The result, or {@code null} for an operator that complex numbers do not have. */
  static Complex apply(String operator, Object a, Object b) {
    Complex x = of(a);
    Complex y = of(b);
    return switch (operator) {
      case "+" -> new Complex(x.real + y.real, x.imaginary + y.imaginary);
      case "-" -> new Complex(x.real - y.real, x.imaginary - y.imaginary);
      case "*" -> x.times(y);
      case "/" -> x.over(y);
      default -> null;
    };
  }

  private Complex times(Complex other) {
    return new Complex(
        real * other.real - imaginary * other.imaginary,
        real * other.imaginary + imaginary * other.real);
  }

  /** Divides by way of the larger part of the divisor, as Python does. */
  private Complex over(Complex other) {
    boolean wide = Math.abs(other.real) >= Math.abs(other.imaginary);
    double large = wide ? other.real : other.imaginary;
    if (large == 0) {
      throw new TemplateRuntimeException("division by zero");
    }
    double ratio = (wide ? other.imaginary : other.real) / large;
    double whole = large + (wide ? other.imaginary : other.real) * ratio;
    return wide
        ? new Complex((real + imaginary * ratio) / whole, (imaginary - real * ratio) / whole)
        : new Complex((real * ratio + imaginary) / whole, (imaginary * ratio - real) / whole);
  }

  Complex negated() {
    return new Complex(-real, -imaginary);
  }

  double size() {
    return StrictMath.hypot(real, imaginary);
  }

  boolean isZero() {
    return real == 0 && imaginary == 0;
  }

  boolean isEqual(Object other) {
    Complex number = of(other);
    return real == number.real && imaginary == number.imaginary;
  }

  @Override
  public Object attribute(String name) {
    return switch (name) {
      case "real" -> real;
      case "imag" -> imaginary;
      case "conjugate" ->
          TemplateFunction.of(
              name,
              (context, arguments) -> {
                arguments.bind();
                return new Complex(real, -imaginary);
              });
      default -> Missing.MISSING;
    };
  }

  @Override
  public String toString() {
    String second = part(imaginary) + "j";
    boolean pure = real == 0 && FloatText.sign(real).isEmpty();
    boolean signed = second.startsWith("-");
    return pure ? second : "(" + part(real) + (signed ? "" : "+") + second + ")";
  }

  private static String part(double value) {
    String text = FloatText.print(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
