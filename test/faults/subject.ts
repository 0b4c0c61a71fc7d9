import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type {
  ControlDocument,
  EditDocument,
  EditLogDocument,
  ProblemSchema,
  ResultsDocument,
  SimulationRequestInput,
  StatusDocument,
} from '@skein/client';
import { expectGrown, expectLegal } from '../support/legal-history.js';
import type { Random } from '../support/random.js';
import { replayedHash } from '../support/replay.js';
import type { Answer, Caller } from './caller.js';
import { someEdit } from './scenarios.js';

/** What its one client knows of a simulation: `going` is pending, running, or done by itself. */
type Standing = 'going' | 'paused' | 'stopped';

const ENDED = ['done', 'stopped'];

/** A simulation and its only client, which knows from the answers alone how it must stand. */
export class Subject {
  private standing: Standing = 'going';
  private run = 1;
  private acknowledged: Pick<EditLogDocument['edits'][number], 'edit' | 'simulated_sec' | 'operations'>[] = [];
  private speed: number | 'max' | undefined;
  private last: StatusDocument | null = null;
  /** Where it has been seen to be in this run. */
  private reachedSec = 0;
  private end: { version: number; result_hash: string | null } | null = null;

  private constructor(
    readonly simId: string,
    private readonly request: SimulationRequestInput,
    private readonly caller: Caller,
    private readonly random: Random,
  ) {
    this.speed = request.config?.speed;
  }

  static async submit(request: SimulationRequestInput, caller: Caller, random: Random): Promise<Subject> {
    const { status, body } = await caller.change('POST', '/simulate', request);
    // As it was committed: begun at once where there was room.
    expect([status, body]).toEqual([202, expect.objectContaining({ status: expect.stringMatching(/^(pending|running)$/) })]);
    return new Subject((body as { sim_id: string }).sim_id, request, caller, random);
  }

  /** Does something or other to it. */
  async interfere(): Promise<void> {
    const { random } = this;
    const draw = random.next();
    if (this.standing === 'paused' && draw < 0.4) await this.resume();
    else if (draw < 0.35) await this.edit();
    else if (draw < 0.55) await this.pause();
    else if (draw < 0.65) await this.pace(random.chance(0.1) ? 'max' : random.between(2, 20));
    else if (draw < 0.7) await this.restart(random.chance(0.5));
    else if (draw < 0.74) await this.stop();
    else if (draw < 0.8) await this.peek();
    else await this.look();
  }

  /** Its status, which must be one that follows from all that was answered. @returns whether it has ended */
  async look(): Promise<boolean> {
    const { status, body } = await this.caller.get(`/status/${this.simId}`);
    expect(status).toBe(200);
    this.follow(body as StatusDocument);
    return ENDED.includes((body as StatusDocument).status);
  }

  /** Brings it to its end as quickly as can be. */
  async hurry(): Promise<void> {
    while (this.standing === 'paused') await this.resume();
    while (this.speed !== 'max' && !(await this.look())) await this.pace('max');
  }

  /** Once it has ended: it has the results that an undisturbed run has with the edits that were acknowledged, and no others. */
  async verify(): Promise<void> {
    const { body: log } = await this.caller.get(`/edits/${this.simId}`);
    const { run, edits } = log as EditLogDocument;
    expect(run).toBe(this.run);
    expect(edits.map(({ edit, simulated_sec, operations }) => ({ edit, simulated_sec, operations }))).toEqual(this.acknowledged);
    const { simulated_sec, result_hash } = await this.results();
    const ended = this.last?.status === 'done';
    expect(simulated_sec).toBe(ended ? this.request.config?.duration_sec : this.last?.progress.simulated_sec);
    expect(result_hash).toBe(replayedHash(this.request, edits, ended ? undefined : simulated_sec));
    this.end = { version: this.last?.version ?? 0, result_hash };
  }

  /** Long after: nothing has touched it since it was verified. */
  async verifyUntouched(): Promise<void> {
    await this.look();
    const { result_hash } = await this.results();
    expect({ version: this.last?.version, result_hash }).toEqual(this.end);
  }

  /** Whatever it is doing, and whichever server is asked. */
  private async peek(): Promise<void> {
    const { status, body } = await this.caller.get(`/results/${this.simId}`);
    if (status !== 200) expect([status, (body as ProblemSchema).code, this.standing]).toEqual([409, 'results_pending', 'going']);
    else if (this.standing === 'paused') expect((body as ResultsDocument).simulated_sec).toBe(this.reachedSec);
    const topology = await this.caller.get(`/topology/${this.simId}`);
    expect(topology.status).toBe(200);
  }

  private async pause(): Promise<void> {
    const answer = await this.change('pause');
    if (this.refused(answer, this.standing !== 'paused')) return;
    const { status, simulated_sec } = answer.body as ControlDocument;
    expect(status).toBe('paused');
    this.standing = 'paused';
    this.comesTo(simulated_sec);
    await this.look();
  }

  private async resume(): Promise<void> {
    const answer = await this.change('resume');
    if (this.refused(answer, this.standing !== 'paused')) return;
    const { status, simulated_sec } = answer.body as ControlDocument;
    expect({ status, simulated_sec }).toEqual({ status: 'running', simulated_sec: this.reachedSec });
    this.standing = 'going';
  }

  private async pace(speed: number | 'max'): Promise<void> {
    const answer = await this.change('speed', { speed });
    if (this.refused(answer, this.standing !== 'paused')) return;
    expect((answer.body as ControlDocument).speed).toBe(speed);
    this.speed = speed;
  }

  private async edit(): Promise<void> {
    const answers = await this.calls('PUT', `/edit/${this.simId}`, someEdit(this.random));
    const made = answers.filter(({ status, body }) => status === 200 && (body as EditDocument).edit !== null);
    for (const answer of answers) {
      // Nobody else edits it: what fits for one of two that are the same fits for the other.
      if (answer.status === 422) expect(made).toEqual([]);
      else this.refused(answer, this.standing !== 'paused');
    }
    if (!made[0]) return;
    for (const { body } of made) expect(body).toEqual(made[0].body);
    const { edit, simulated_sec, operations } = made[0].body as EditDocument;
    expect(edit).toBe(this.acknowledged.length + 1);
    if (this.standing === 'paused') expect(simulated_sec).toBe(this.reachedSec);
    this.comesTo(simulated_sec);
    this.acknowledged.push({ edit: this.acknowledged.length + 1, simulated_sec, operations });
  }

  private async stop(): Promise<void> {
    const answer = await this.change('stop');
    if (this.refused(answer, this.standing === 'going')) return;
    const status = answer.body as StatusDocument;
    expect(status.status).toBe('stopped');
    if (this.standing === 'paused') expect(status.progress.simulated_sec).toBe(this.reachedSec);
    this.standing = 'stopped';
    this.follow(status);
  }

  private async restart(keepEdits: boolean): Promise<void> {
    const answer = await this.change(`restart`, undefined, keepEdits ? '?keep_edits=true' : '');
    if (this.refused(answer, this.standing === 'going', 202)) return;
    this.run += 1;
    this.standing = 'going';
    this.reachedSec = 0;
    this.acknowledged = keepEdits ? this.acknowledged.map((edit) => ({ ...edit, simulated_sec: 0 })) : [];
    this.follow(answer.body as StatusDocument);
  }

  /** What was answered when it was carried out, else the refusal. */
  private async change(what: string, body?: unknown, query = ''): Promise<Answer> {
    const answers = await this.calls('POST', `/${what}/${this.simId}${query}`, body);
    return answers.find(({ status }) => status < 300) ?? answers[0];
  }

  /** Now and then the same twice at once, from two sides. */
  private calls(method: string, path: string, body?: unknown): Promise<Answer[]> {
    const key = randomUUID();
    const times = this.random.chance(0.2) ? 2 : 1;
    return Promise.all(Array.from({ length: times }, () => this.caller.change(method, path, body, key)));
  }

  /** @param possible whether it may have been somewhere by itself where this cannot be done */
  private refused({ status, body }: Answer, possible: boolean, success = 200): boolean {
    if (status === success) return false;
    const { code } = body as ProblemSchema;
    expect([status, code]).toEqual([409, possible ? expect.stringMatching(/^(illegal_transition|version_conflict)$/) : 'version_conflict']);
    return true;
  }

  private async results(): Promise<ResultsDocument> {
    const { status, body } = await this.caller.get(`/results/${this.simId}`);
    expect([status, body]).toEqual([200, expect.objectContaining({ result_hash: expect.any(String) })]);
    return body as ResultsDocument;
  }

  private follow(status: StatusDocument): void {
    expectLegal(status);
    if (this.last) {
      expectGrown(this.last.transitions, status.transitions);
      expect(status.version).toBeGreaterThanOrEqual(this.last.version);
    }
    this.last = status;
    const possible = this.standing === 'going' ? ['pending', 'running', 'done'] : [this.standing];
    expect(possible).toContain(status.status);
    expect(status).toMatchObject({ run: this.run, retry_count: 0, error: null, config: { speed: this.speed } });
    if (this.standing !== 'paused') this.comesTo(status.progress.simulated_sec);
    else expect(status.progress.simulated_sec).toBe(this.reachedSec);
  }

  /** Simulated time never goes back. */
  private comesTo(simulatedSec: number): void {
    expect(simulatedSec).toBeGreaterThanOrEqual(this.reachedSec);
    this.reachedSec = simulatedSec;
  }
}
