import type { BackgroundJobArgsType } from './background-job.js';

const names = new WeakMap<object, string>();

/**
 * Names a job, on the class of its arguments; subclasses inherit the name. Names are stored with every job: give each one a name
 * of its own, for the default, the name of the class, changes when the class is renamed or the code minified, and jobs
 * stored before no longer find their class. At most 128 characters.
 */
export function BackgroundJobName(
  name: string,
): (argsType: BackgroundJobArgsType) => void {
  if (name.trim() === '') {
    throw new TypeError('@BackgroundJobName needs a name that is not blank.');
  }
  return (argsType) => {
    names.set(argsType, name);
  };
}

/**
 * The name by {@link BackgroundJobName}, otherwise the name of the class.
 * @throws TypeError for a class that has neither.
 */
export function getBackgroundJobName(argsType: BackgroundJobArgsType): string {
  for (
    let type: unknown = argsType;
    typeof type === 'function';
    type = Object.getPrototypeOf(type)
  ) {
    const name = names.get(type);
    if (name !== undefined) {
      return name;
    }
  }
  if (argsType.name === '') {
    throw new TypeError(
      'A class of job arguments without a name needs @BackgroundJobName.',
    );
  }
  return argsType.name;
}
