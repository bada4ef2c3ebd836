import type { CreatedFileFormatter } from '../host/load-formatter.ts';
import { renderTemplate, type HostDialect } from '../templates/render-template.ts';
import type { TemplateContext } from '../templates/template-context.ts';
import type { TemplateFiles } from '../templates/template-files.ts';
import type { ModuleChoices } from '../templates/module-choices.ts';
import { targetOf, templateTestEnding } from '../templates/template-rules.ts';

/** A file to be written and the template it comes from. */
export interface EmittedFile {
  /** Posix path relative to the host's root. */
  readonly path: string;
  readonly template: string;
  readonly text: string;
}

/** What every file of a run is made with. */
export interface Emission {
  readonly templates: TemplateFiles;
  readonly context: TemplateContext;
  readonly dialect: HostDialect;
  readonly formatter: CreatedFileFormatter;
}

/** Renders and formats every file of the module's folder. */
export async function emitModule(emission: Emission, choices: ModuleChoices): Promise<readonly EmittedFile[]> {
  const files: EmittedFile[] = [];
  for (const template of emission.templates.paths) {
    const target = targetOf(template, choices);
    if (target !== null) {
      files.push(await emitFile(emission, template, `${emission.context.path}/${named(target, emission.dialect)}`));
    }
  }
  return files;
}

/** Renders and formats one template. */
export async function emitFile({ templates, context, dialect, formatter }: Emission, template: string, path: string): Promise<EmittedFile> {
  const { text, isReflowed } = renderTemplate(path, templates.read(template), context, dialect);
  return { path, template, text: await formatter.format(path, text, isReflowed ? 'reflowed' : 'formatted') };
}

function named(target: string, { testEnding }: HostDialect): string {
  return target.endsWith(templateTestEnding) ? target.slice(0, -templateTestEnding.length) + testEnding : target;
}
