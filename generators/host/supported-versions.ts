/**
 * Versions that the emitted module is compiled and run with: the matrices below test/hosts take their values from here, the README its
 * table, and a host that is outside is told so. The first is the floor: what is older is refused.
 */
export const testedVersions = {
  '@nestjs/core': ['9', '10', '11', '12'],
  'typescript': ['4.9', '5.0', '5.4', '5.9', '6.0', '7.0'],
} as const;

/** Versions of Node that an application with the emitted module is run on, beside the one that the tests run on. */
export const testedNodes = ['18', '20'] as const;
