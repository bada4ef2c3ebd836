import { isUuid } from '../domain/is-uuid.js';
import { uuidV5 } from './uuid-v5.js';

/** The id that a text chosen by the caller stands for: a UUID itself; any other text one for each application and job name. */
export function jobIdOf(
  text: string,
  applicationName: string | null,
  jobName: string,
): string {
  return isUuid(text)
    ? text.toLowerCase()
    : uuidV5(JSON.stringify([applicationName, jobName, text]));
}
