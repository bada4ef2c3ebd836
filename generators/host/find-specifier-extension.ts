import { findRelativeSpecifiers } from '../syntax/find-relative-specifiers.ts';
import type { Fact, ModuleFormat, SpecifierExtension } from './host.ts';
import type { HostFiles } from './host-files.ts';
import type { HostSources } from './host-sources.ts';
import { tsConfigFor } from './read-ts-config.ts';
import { asText } from './records.ts';

/**
 * What relative imports end with: as most of those in the given files do, the first file that has any deciding; where none has one, what the
 * compiler settings ask for.
 */
export function findSpecifierExtension(
  files: HostFiles,
  sources: HostSources,
  sourceFiles: readonly string[],
  format: ModuleFormat,
): Fact<SpecifierExtension> {
  for (const file of sourceFiles) {
    const source = sources.parse(file);
    const specifiers = (source ? findRelativeSpecifiers(source) : []).filter(({ text }) => !/\.(?:json|css|node|graphql|hbs)$/.test(text));
    const [first] = specifiers;
    if (!first) continue;
    const counts = (['', '.js', '.ts'] as const).map((value) => ({
      value,
      hits: specifiers.filter(({ text }) => extensionOf(text) === value),
    }));
    const most = counts.toSorted((one, other) => other.hits.length - one.hits.length)[0];
    const [example] = most?.hits ?? [];
    if (most && example) return { value: most.value, evidence: { file, line: example.line, what: `imports '${example.text}'` } };
  }
  return configuredExtension(files, sourceFiles[0] ?? '', format);
}

function extensionOf(specifier: string): SpecifierExtension {
  if (/\.[cm]?js$/.test(specifier)) return '.js';
  return /\.[cm]?ts$/.test(specifier) ? '.ts' : '';
}

function configuredExtension(files: HostFiles, sourceFile: string, format: ModuleFormat): Fact<SpecifierExtension> {
  const config = tsConfigFor(files, sourceFile);
  const importing = config?.option('allowImportingTsExtensions');
  if (importing?.value === true) {
    return {
      value: '.ts',
      evidence: importing.file.evidence(['compilerOptions', 'allowImportingTsExtensions'], 'allowImportingTsExtensions'),
    };
  }
  const resolution = config?.option('moduleResolution') ?? config?.option('module') ?? null;
  const isNode = /^node(?:16|18|20|next)$/i.test(asText(resolution?.value) ?? '');
  const evidence = resolution
    ? resolution.file.evidence(['compilerOptions'], `${String(resolution.value)}, ${format}`)
    : { file: config?.path ?? sourceFile, what: format };
  return { value: isNode && format === 'esm' ? '.js' : '', evidence };
}
