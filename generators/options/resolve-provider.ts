import type { Issue } from '../errors/issue.ts';
import type { Evidence, Host } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';
import type { AddOptions } from './add-options.ts';
import { choicesOf, usageToday } from './choices-of.ts';
import type { Flags } from './flags.ts';
import type { Collected, OptionSources } from './option-sources.ts';
import { optionTable } from './option-table.ts';

type Provider = AddOptions['provider'];

/** Options that only one provider has: given, they tell which one is meant. */
const telling = ['orm', 'database', 'driver'] as const;

/** Which provider: what is given says it, else what the host uses where that is one kind; asked otherwise. `null` with an issue where nobody answers. */
export async function resolveProvider(sources: OptionSources, { origins, issues }: Collected): Promise<Provider | null> {
  const { flags, recorded, host, prompter } = sources;
  const meant = flags.provider ?? providerMeant(flags);
  if (meant !== undefined || recorded.provider !== undefined) {
    origins.provider = { from: meant === undefined ? 'manifest' : 'flag' };
    return (meant ?? recorded.provider) as Provider;
  }
  const used = providersUsed(host);
  const [only, ...others] = used;
  if (only && others.length === 0) {
    origins.provider = { from: 'host', evidence: only.evidence };
    return only.provider;
  }
  if (prompter) {
    origins.provider = { from: 'answer' };
    return (await prompter.select({ name: 'provider', message: optionTable.provider.question, choices: choicesOf('provider'), default: 'ef' })) as Provider;
  }
  issues.push(missingProvider(used));
  return null;
}

/** Flags that contradict each other have been refused by then. */
function providerMeant(flags: Flags): Provider | undefined {
  const name = telling.find((candidate) => flags[candidate] !== undefined);
  return name && optionTable[name].provider;
}

interface UsedProvider {
  readonly provider: Provider;
  readonly evidence: Evidence;
}

/** The kinds of database the host works with, each with where that shows. */
function providersUsed({ typeorm, orm, database, mongodb }: Host): readonly UsedProvider[] {
  const isDocuments = database?.value === 'mongodb';
  const relational = typeorm?.configurations.find((configuration) => configuration.database?.value !== 'mongodb')?.evidence ?? (orm && orm.value !== 'mongoose' && !isDocuments ? orm.evidence : null);
  const documents = (mongodb.connections[0] ?? mongodb.clients[0])?.evidence ?? (isDocuments ? database.evidence : null);
  return [...(relational ? [{ provider: 'ef', evidence: relational } as const] : []), ...(documents ? [{ provider: 'mongodb', evidence: documents } as const] : [])];
}

function missingProvider(used: readonly UsedProvider[]): Issue {
  const [first] = used;
  return {
    code: 'missing-answer',
    severity: 'error',
    message: first
      ? `The host works with several kinds of database: ${used.map(({ evidence }) => evidence.what).join(', ')}.`
      : `${optionTable.provider.summary}: neither a flag nor the host answers it.`,
    ...(first && placeOf(first.evidence)),
    expected: `--${optionTable.provider.flag}`,
    remedy: `Add ${usageToday('database')} or ${usageToday('driver')}.`,
  };
}
