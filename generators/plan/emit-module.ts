import type { CreatedFileFormatter } from '../host/load-formatter.ts';
import type { TemplateContext } from '../templates/template-context.ts';
import type { TemplateFiles } from '../templates/template-files.ts';
import { renderTemplate, type HostDialect } from '../templates/render-template.ts';
import { targetOf, type TemplateChoices } from '../templates/template-rules.ts';

/** A file to be written and the template it comes from. */
export interface EmittedFile {
  /** Posix path relative to the host's root. */
  readonly path: string;
  readonly template: string;
  readonly text: string;
}

/** Renders and formats every file of the module's folder. */
export async function emitModule(
  templates: TemplateFiles,
  choices: TemplateChoices,
  context: TemplateContext,
  dialect: HostDialect,
  formatter: CreatedFileFormatter,
): Promise<readonly EmittedFile[]> {
  const files: EmittedFile[] = [];
  for (const template of templates.paths) {
    const target = targetOf(template, choices);
    if (target !== null) {
      files.push(await emitFile(templates, template, `${context.path}/${target}`, context, dialect, formatter));
    }
  }
  return files;
}

/** Renders and formats one template. */
export async function emitFile(
  templates: TemplateFiles,
  template: string,
  path: string,
  context: TemplateContext,
  dialect: HostDialect,
  formatter: CreatedFileFormatter,
): Promise<EmittedFile> {
  const { text, isReflowed } = renderTemplate(path, templates.read(template), context, dialect);
  return { path, template, text: await formatter.format(path, text, isReflowed ? 'reflowed' : 'formatted') };
}
