package kith.ontology.fuzz;

import kith.ontology.testkit.FuzzRun;

/** The decoders of this module under the fuzzer. */
final class EachDecoderFuzzRun extends FuzzRun {}
