package dev.sparring.template;

/** Arithmetic on floats, with Python's signs, errors and rounding. */
final class FloatArithmetic {
  private FloatArithmetic() {}

  /** The result: a float, or complex where a negative number is raised to a fraction. */
  static Object compute(String operator, double a, double b) {
    boolean finite = !Double.isInfinite(a) && !Double.isInfinite(b);
    boolean complex = operator.equals("**") && a < 0 && finite && b != Math.rint(b);
    return complex ? Complex.power(a, b) : (Object) apply(operator, a, b);
  }

  static double apply(String operator, double a, double b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / divisor(b);
      case "//" -> floorDivide(a, divisor(b));
      case "%" -> modulo(a, divisor(b));
      default -> power(a, b);
    };
  }

  private static double divisor(double value) {
    if (value == 0) {
      throw new TemplateRuntimeException("division by zero");
    }
    return value;
  }

  /** The remainder, with the sign of the divisor. */
  private static double modulo(double a, double b) {
    double rest = a % b;
    if (rest == 0) {
      return Math.copySign(0.0, b);
    }
    return (rest < 0) != (b < 0) ? rest + b : rest;
  }

  private static double floorDivide(double a, double b) {
    double rest = a % b;
    double whole = (a - rest) / b;
    if (rest != 0 && (rest < 0) != (b < 0)) {
      whole -= 1;
    }
    if (whole == 0) {
      return Math.copySign(0.0, a / b);
    }
    double floor = Math.floor(whole);
    return whole - floor > 0.5 ? floor + 1 : floor;
  }

  private static double power(double a, double b) {
    if (a == 0 && b < 0) {
      throw new TemplateRuntimeException("0 cannot be raised to a negative power");
    }
    boolean finite = !Double.isInfinite(a) && !Double.isInfinite(b);
    // C has 1 for both, whatever the other operand is.
    double result = a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : rounded(a, b);
    if (Double.isInfinite(result) && finite) {
      throw new TemplateRuntimeException("the result of ** is too large for a float");
    }
    return result;
  }

  /** Java's own power may be off in the last digit; where that matters it is computed again. */
  private static double rounded(double a, double b) {
    double guess = StrictMath.pow(a, b);
    double size = Math.abs(guess);
    // So near to 1, or so small, that the logarithm needs more digits than are worth having.
    boolean plain = size > 1e-290 && size < Double.MAX_VALUE && Math.abs(size - 1) > 1e-6;
    if (!plain || Double.isInfinite(a) || Double.isInfinite(b) || a == 0) {
      return guess;
    }
    double exact = PreciseExponential.power(Math.abs(a), b);
    return guess < 0 ? -exact : exact;
  }
}
