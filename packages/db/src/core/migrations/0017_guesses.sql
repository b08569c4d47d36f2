-- Failed guesses at an account, per network or known device, and the series of them that its owner is told of. Keys are
-- hashes: neither an address nor an account can be read from them. Counted in PostgreSQL also where the other limits are in
-- Redis, because a failure already writes an audit record here, and the mail must be written with the count.
create table auth.guess (
  key text primary key,
  failures integer not null,
  open_at timestamptz not null,
  forget_at timestamptz not null
);
create index guess_forget on auth.guess (forget_at);
alter table auth.guess enable row level security, force row level security;
grant select, insert, update, delete on auth.guess to entente_auth;
create policy auth_all on auth.guess to entente_auth using (true) with check (true);
grant select (key, forget_at), delete on auth.guess to entente_keeper;
create policy keeper_all on auth.guess to entente_keeper using (true);
