/**
 * `npm run bench [-- generation | runtime [flags]]`: how long people wait for the generator, beside the Nest CLI in one run, and how the emitted
 * module runs, beside its peers in one run. Both unless told.
 */
import { benchGeneration } from '../../bench/generation.ts';
import { benchRuntime } from '../../bench/runtime/bench-runtime.ts';
import { parseRuntimeOptions, USAGE } from '../../bench/runtime/options.ts';

const [what, ...flags] = process.argv.slice(2);
switch (what) {
  case undefined:
    await benchGeneration();
    await benchRuntime(parseRuntimeOptions([]));
    break;
  case 'generation':
    await benchGeneration();
    break;
  case 'runtime':
    await benchRuntime(parseRuntimeOptions(flags));
    break;
  default:
    console.error(`'${what}' is no benchmark. npm run bench -- generation\n${USAGE}`);
    process.exitCode = 1;
}
