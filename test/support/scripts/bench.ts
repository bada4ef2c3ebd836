/** `npm run bench`: how long people wait for the generator, beside the Nest CLI in one run. */
import { benchGeneration } from '../../bench/generation.ts';

await benchGeneration();
