/**
 * `npm run bench [-- generation [flags] | runtime [flags]]`: how long people wait for the generator, beside the Nest CLI in one run, and how the emitted
 * module runs, beside its peers in one run. Both unless told; flags alone are the runtime's.
 */
import { benchGeneration, GENERATION_USAGE, parseGenerationOptions } from '../../bench/generation.ts';
import { benchRuntime } from '../../bench/runtime/bench-runtime.ts';
import { parseRuntimeOptions, USAGE } from '../../bench/runtime/options.ts';

const args = process.argv.slice(2);
const [what, ...flags] = args[0]?.startsWith('--') === true ? ['runtime', ...args] : args;
switch (what) {
  case undefined:
    await benchGeneration(parseGenerationOptions([]));
    await benchRuntime(parseRuntimeOptions([]));
    break;
  case 'generation':
    await benchGeneration(parseGenerationOptions(flags));
    break;
  case 'runtime':
    await benchRuntime(parseRuntimeOptions(flags));
    break;
  default:
    console.error(`'${what}' is no benchmark. ${GENERATION_USAGE}\n${USAGE}`);
    process.exitCode = 1;
}
