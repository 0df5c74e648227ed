package dev.sparring.template;

/** Where a variable is kept: a place among the variables of a function. */
record Slot(FunctionScope function, int index) {}
