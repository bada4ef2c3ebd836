import type { Fact, Host } from '../host/host.ts';
import type { MongodbOptions } from './add-options.ts';
import { choicesOf } from './choices-of.ts';
import { take, type Collected, type OptionSources } from './option-sources.ts';
import { optionTable } from './option-table.ts';

type Driver = MongodbOptions['driver'];

/** The driver of the MongoDB provider: the host's, so that the jobs can share its connection. */
export async function resolveDriver(sources: OptionSources, { origins }: Collected): Promise<Driver> {
  const { host, prompter } = sources;
  const given = take(sources, 'driver', origins);
  if (given !== undefined) {
    return given;
  }
  const found = driverOf(host);
  if (found) {
    origins.driver = { from: 'host', evidence: found.evidence };
    return found.value;
  }
  if (!prompter) {
    origins.driver = { from: 'default' };
    return 'mongodb';
  }
  origins.driver = { from: 'answer' };
  return (await prompter.select({ name: 'driver', message: optionTable.driver.question, choices: choicesOf('driver'), default: 'mongodb' })) as Driver;
}

/** Mongoose before the driver, which it brings: a host with both has its models there. */
function driverOf({ mongodb: { connections, clients }, orm, database }: Host): Fact<Driver> | null {
  const mongoose = connections[0]?.evidence ?? (orm?.value === 'mongoose' ? orm.evidence : null);
  if (mongoose) {
    return { value: 'mongoose', evidence: mongoose };
  }
  const native = clients[0]?.evidence ?? (database?.value === 'mongodb' && orm === null ? database.evidence : null);
  return native && { value: 'mongodb', evidence: native };
}
