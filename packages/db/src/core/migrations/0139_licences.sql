-- How many seats of a subscription are assigned (R-151). Triggers keep both numbers, so that no order and no race leaves fewer
-- seats than are assigned. An order of fewer seats lowers `seats` at once, before the cloud has carried it out.
create table licence_seats (
  subscription_id uuid primary key,
  customer_id uuid not null,
  seats integer not null,
  assigned integer not null default 0 check (assigned >= 0),
  constraint licence_seats_fit check (assigned <= seats),
  foreign key (subscription_id, customer_id) references subscription (id, customer_id)
);
create index licence_seats_of_customer on licence_seats (customer_id, subscription_id);
alter table licence_seats enable row level security, force row level security;
grant select, update (seats) on licence_seats to entente_partner;
create policy seller_reads on licence_seats for select to entente_partner
  using (exists (select from subscription s where s.id = subscription_id));
create policy seller_sets on licence_seats for update to entente_partner
  using (exists (select from subscription s where s.id = subscription_id))
  with check (exists (select from subscription s where s.id = subscription_id));

create table licence (
  subscription_id uuid not null,
  user_id uuid not null,
  customer_id uuid not null,
  state text not null check (state in ('assigning', 'assigned', 'taking')),
  changed_at timestamptz not null,
  primary key (subscription_id, user_id),
  foreign key (subscription_id, customer_id) references subscription (id, customer_id),
  foreign key (user_id, customer_id) references customer_user (id, customer_id) on delete cascade
);
create index licence_of_user on licence (user_id, customer_id);
create index licence_of_customer on licence (subscription_id, customer_id);
alter table licence enable row level security, force row level security;
grant select, insert, update (state, changed_at), delete on licence to entente_partner;
create policy acting_partner on licence to entente_partner
  using (acts_at(customer_id, '*') and exists (select from subscription s where s.id = subscription_id))
  with check (acts_at(customer_id, '*') and exists (select from subscription s where s.id = subscription_id));
grant select, update (state, changed_at), delete on licence to entente_customer;
create policy customer_settles on licence to entente_customer
  using (customer_id = (select current_tenant())) with check (customer_id = (select current_tenant()));

-- The counters belong to no scope.
grant select (subscription_id), insert (subscription_id, customer_id, seats), update (seats, assigned) on licence_seats
  to entente_sharing;
grant select (assigned, seats) on licence_seats to entente_sharing;
create policy counts on licence_seats to entente_sharing using (true) with check (true);
create function count_licence() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    update public.licence_seats set assigned = assigned + 1 where subscription_id = new.subscription_id;
  else
    update public.licence_seats set assigned = assigned - 1 where subscription_id = old.subscription_id;
  end if;
  return null;
end
$$;
create function keep_seats() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.licence_seats (subscription_id, customer_id, seats) values (new.id, new.customer_id, new.quantity)
    on conflict (subscription_id) do update set seats = excluded.seats;
  return null;
end
$$;
alter function count_licence owner to entente_sharing;
alter function keep_seats owner to entente_sharing;
revoke all on function count_licence, keep_seats from public;
create trigger licences_counted after insert or delete on licence for each row execute function count_licence();
create trigger seats_kept after insert or update of quantity on subscription for each row execute function keep_seats();
insert into licence_seats (subscription_id, customer_id, seats) select id, customer_id, quantity from subscription;

-- Licences for many users in one go. A run goes on when its page is left, and when a process that works on it ends, another
-- one goes on with it.
create table licence_run (
  id uuid primary key,
  partner_id uuid not null,
  customer_id uuid not null,
  relationship_id uuid not null,
  subscription_id uuid not null,
  act text not null check (act in ('assign', 'take')),
  started_by uuid not null,
  started_at timestamptz not null,
  total integer not null check (total > 0),
  done integer not null default 0 check (done between 0 and total),
  worked_until timestamptz,
  cancelled_at timestamptz,
  finished_at timestamptz,
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  foreign key (subscription_id, customer_id) references subscription (id, customer_id),
  constraint licence_run_starter foreign key (partner_id, started_by)
    references auth.membership (organisation_id, account_id) on update cascade
);
create unique index licence_run_one_at_a_time on licence_run (subscription_id, partner_id) where finished_at is null;
create index licence_run_of_relationship on licence_run (relationship_id, partner_id);
create index licence_run_at_customer on licence_run (relationship_id, customer_id);
create index licence_run_of_subscription on licence_run (subscription_id, customer_id);
create index licence_run_by on licence_run (partner_id, started_by);
create index licence_run_by_time on licence_run (started_at);
alter table licence_run enable row level security, force row level security;
grant select, insert (id, partner_id, customer_id, relationship_id, subscription_id, act, started_by, started_at, total),
  update (done, worked_until, cancelled_at, finished_at) on licence_run to entente_partner;
create policy own_runs on licence_run to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));
grant select (id, started_at), delete on licence_run to entente_keeper;
create policy keeper_all on licence_run to entente_keeper using (true);
create table licence_run_row (
  run_id uuid not null references licence_run (id) on delete cascade,
  position integer not null,
  user_id uuid not null,
  result text,
  primary key (run_id, position)
);
create index licence_run_row_of_user on licence_run_row (run_id, user_id);
alter table licence_run_row enable row level security, force row level security;
grant select, insert, update (result) on licence_run_row to entente_partner;
create policy own_rows on licence_run_row to entente_partner
  using (exists (select from licence_run r where r.id = run_id)) with check (exists (select from licence_run r where r.id = run_id));

-- What a partner does to a customer's licences stands in the customer's chain, too.
create policy partner_records_licences on audit_record for insert to entente_partner
  with check (holds_at(organisation_id, '*') and action in ('customer_licences.assigned', 'customer_licences.changed'));
