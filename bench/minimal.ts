import path from 'node:path'
import type { PgServer } from '@entente/testkit/pg'
import { query } from './lab.ts'
import { startServer } from './servers.ts'
import { type Fill, openLoad, type Side } from './wrk.ts'

/**
 * Starts the minimal route on a database of its own in our server, which holds relationships, and a session and an
 * invitation for each request.
 */
export async function openMinimal(
  server: PgServer,
  folder: string,
  { relationships, requests }: Fill,
): Promise<Side> {
  await query(server.url(), 'create database minimal')
  const url = server.url('minimal')
  await query(url, schema, ...fill(relationships, requests), 'vacuum analyze')
  const route = await startServer('minimal-route.ts', { DATABASE_URL: url })
  const load = openLoad({
    url: `${route.url}/accept`,
    header: 'authorization: Bearer ',
    body: JSON.stringify({ invitation: '{key}', services: ['one', 'two', 'three', 'four'] }),
    lines: Array.from({ length: requests }, (_, at) => `s${at + 1} i${at + 1}`),
    file: path.join(folder, 'minimal.txt'),
  })
  return { load, pid: route.pid, stop: route.stop }
}

// The least that an acceptance touches. With room left in its page an invitation is updated without new index entries.
const schema = `
  create table partner (id bigint primary key, name text not null);
  create table session (
    token_hash bytea primary key, customer_id uuid not null, account_id uuid not null, expires_at timestamptz not null);
  create table invitation (
    id uuid primary key, partner_id bigint not null references partner (id), token_hash bytea not null unique,
    status text not null default 'pending', expires_at timestamptz not null, accepted_at timestamptz)
    with (fillfactor = 80);
  create table relationship (
    id uuid primary key default uuidv7(), partner_id bigint not null references partner (id), customer_id uuid not null,
    invitation_id uuid not null unique references invitation (id), services text[] not null,
    since timestamptz not null default now(), unique (partner_id, customer_id));
  create table audit_record (
    id uuid primary key default uuidv7(), partner_id bigint not null, actor_id uuid not null, action text not null,
    subject_id uuid not null, occurred_at timestamptz not null default now());
  create index on audit_record (partner_id, id desc);
  create table outbox (
    id uuid primary key default uuidv7(), name text not null, data jsonb not null,
    created_at timestamptz not null default now(), relayed_at timestamptz);
  create index on outbox (id) where relayed_at is null`

// Spread over many partners, so that the clients do not all lock the same row when foreign keys are checked.
const fill = (relationships: number, requests: number) => [
  `insert into partner select n, 'Partner ' || n from generate_series(1, 1000) n`,
  `insert into session select sha256(convert_to('s' || n, 'UTF8')), gen_random_uuid(), gen_random_uuid(),
    now() + interval '12 hours' from generate_series(1, ${requests}) n`,
  `insert into invitation (id, partner_id, token_hash, expires_at)
    select uuidv7(), 1 + n % 1000, sha256(convert_to('i' || n, 'UTF8')), now() + interval '14 days'
    from generate_series(1, ${relationships + requests}) n`,
  `with accepted as (update invitation set status = 'accepted', accepted_at = now() where id in
      (select id from invitation order by id desc limit ${relationships}) returning id, partner_id),
    related as (insert into relationship (partner_id, customer_id, invitation_id, services)
      select partner_id, gen_random_uuid(), id, '{}' from accepted returning id, partner_id, customer_id),
    audited as (insert into audit_record (partner_id, actor_id, action, subject_id)
      select partner_id, customer_id, 'relationship.accepted', id from related)
    insert into outbox (name, data) select 'relationship.accepted', jsonb_build_object('id', id) from related`,
]
