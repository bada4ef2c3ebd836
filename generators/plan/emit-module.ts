import type { Draft } from '../format/host-formatter.ts';
import { renderTemplate, type HostDialect } from '../templates/render-template.ts';
import type { TemplateContext } from '../templates/template-context.ts';
import type { TemplateFiles } from '../templates/template-files.ts';
import type { ModuleChoices } from '../templates/module-choices.ts';
import { targetOf, templateTestEnding } from '../templates/template-rules.ts';

/** A file as its template gives it, before any formatter. */
export interface RenderedFile {
  /** Posix path relative to the host's root. */
  readonly path: string;
  readonly template: string;
  readonly render: string;
  /** `false` where the text is the template's own, so that its formatting still stands. */
  readonly isReflowed: boolean;
}

/** A file to be written. */
export interface EmittedFile extends RenderedFile {
  readonly text: string;
}

/** What every file of a run is made with. */
export interface Emission {
  readonly templates: TemplateFiles;
  readonly context: TemplateContext;
  readonly dialect: HostDialect;
}

/** Renders every file of the module's folder. */
export function renderModule(emission: Emission, choices: ModuleChoices): readonly RenderedFile[] {
  return emission.templates.paths.flatMap((template) => {
    const target = targetOf(template, choices);
    return target === null ? [] : [renderFile(emission, template, `${emission.context.path}/${named(target, emission.dialect)}`)];
  });
}

/** Renders one template. */
export function renderFile({ templates, context, dialect }: Emission, template: string, path: string): RenderedFile {
  const { text, isReflowed } = renderTemplate(path, templates.read(template), context, dialect);
  return { path, template, render: text, isReflowed };
}

/** As it is handed to a formatter. */
export function draftOf({ path, render, isReflowed }: RenderedFile): Draft {
  return { path, text: render, isTemplateStyle: !isReflowed };
}

function named(target: string, { testEnding }: HostDialect): string {
  return target.endsWith(templateTestEnding) ? target.slice(0, -templateTestEnding.length) + testEnding : target;
}
