-- The list of requests has a row for each recipient: when its mail was recorded, and whose answer ended the waiting. Rows of
-- the release before keep null: their request's time counts.
alter table request_outcome add constraint request_outcome_own unique (id, partner_id);
alter table request_recipient
  add column created_at timestamptz,
  add column decline_id uuid,
  -- Whether the answer came from the address itself, or from somebody else at its domain.
  add column matched_by text check (matched_by in ('address', 'domain')),
  add column terms tsvector,
  add column terms_version smallint not null default 0,
  add foreign key (decline_id, partner_id) references request_outcome (id, partner_id);
alter table relationship_request
  add column terms tsvector,
  add column terms_version smallint not null default 0;
alter table request_outcome
  add column terms tsvector,
  add column terms_version smallint not null default 0;
create index request_recipient_of_decline on request_recipient (partner_id, decline_id) where decline_id is not null;
create index request_recipient_by_address on request_recipient (partner_id, address);
grant update (decline_id, matched_by) on request_recipient to entente_partner;

-- As 0040: a text that changes without its terms, by older code, an erasure or retention, is not found by what it was. No
-- list sorts by these.
create function drop_terms() returns trigger language plpgsql set search_path = '' as $$
begin
  new.terms := null;
  new.terms_version := 0;
  return new;
end
$$;
create trigger terms_follow before update on request_recipient for each row
  when ((old.address, old.reference) is distinct from (new.address, new.reference)) execute function drop_terms();
create trigger terms_follow before update on relationship_request for each row
  when (old.prepared_for is distinct from new.prepared_for) execute function drop_terms();

create index request_recipient_uncut on request_recipient (id) where terms_version < 1;
create index relationship_request_uncut on relationship_request (id) where terms_version < 1;
create index request_outcome_uncut on request_outcome (id) where terms_version < 1;
grant select (id, address, reference, terms_version), update (terms, terms_version) on request_recipient to entente_indexer;
grant select (id, prepared_for, terms_version), update (terms, terms_version) on relationship_request to entente_indexer;
grant select (id, customer_name, terms_version), update (terms, terms_version) on request_outcome to entente_indexer;
create policy indexer_cuts on request_recipient to entente_indexer using (true) with check (true);
create policy indexer_cuts on relationship_request to entente_indexer using (true) with check (true);
create policy indexer_cuts on request_outcome to entente_indexer using (true) with check (true);
