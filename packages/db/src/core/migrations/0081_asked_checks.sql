-- A cloud may ask for checks beside the two of R-082 (§3.3): each check is a row. The upgrade stops every process, so no old
-- code reads the columns that go.
create table enrolment_check (
  organisation_id uuid not null references enrolment (organisation_id),
  name text not null check (name in
    ('profile', 'authority', 'eligibility', 'local_entity', 'credit_check', 'phone_challenge')),
  result text not null check (result in ('open', 'passed', 'failed')),
  note text not null,
  -- What was looked at, and its digest: a result counts only while the application still has that digest.
  digest text check (digest ~ '^[0-9a-f]{64}$'),
  seen jsonb,
  recorded_at timestamptz not null,
  primary key (organisation_id, name)
);
-- No policy names the owner: with row security forced, one that is no superuser would copy nothing.
alter table enrolment_review no force row level security;
insert into enrolment_check
  select organisation_id, 'profile', profile_check, profile_note, profile_digest, profile_seen, updated_at
    from enrolment_review where profile_check <> 'open' or profile_note <> '' or profile_seen is not null
  union all
  select organisation_id, 'authority', authority_check, authority_note, authority_digest, authority_seen, updated_at
    from enrolment_review where authority_check <> 'open' or authority_note <> '' or authority_seen is not null;
alter table enrolment_review force row level security;
alter table enrolment_check enable row level security, force row level security;
grant select, insert, update (result, note, digest, seen, recorded_at) on enrolment_check to entente_operator;
create policy operator_all on enrolment_check to entente_operator using (true) with check (true);
grant select (organisation_id, note, seen), update (note, seen), delete on enrolment_check to entente_keeper;
create policy keeper_all on enrolment_check to entente_keeper using (true) with check (true);
create policy keeper_deletes on enrolment_check as restrictive for delete to entente_keeper
  using (organisation_id in (select e.organisation_id from enrolment e
    where e.state not in ('accepted', 'active', 're_review')));
alter table enrolment_review
  drop column profile_check, drop column profile_note, drop column profile_digest, drop column profile_seen,
  drop column authority_check, drop column authority_note, drop column authority_digest, drop column authority_seen,
  drop column updated_at;

-- The applicant's consent to a check, given once; it stays as long as the application.
create table enrolment_consent (
  organisation_id uuid not null references enrolment (organisation_id),
  name text not null check (name in ('eligibility', 'credit_check')),
  account_id uuid not null,
  given_at timestamptz not null,
  primary key (organisation_id, name),
  foreign key (organisation_id, account_id) references auth.membership (organisation_id, account_id) on update cascade
);
alter table enrolment_consent enable row level security, force row level security;
grant select, insert on enrolment_consent to entente_partner;
create policy partner_own on enrolment_consent to entente_partner
  using (organisation_id = (select current_tenant()))
  with check (organisation_id = (select current_tenant()) and account_id = (select current_account()));
grant select on enrolment_consent to entente_operator;
create policy operator_reads on enrolment_consent for select to entente_operator using (true);
grant select (organisation_id), delete on enrolment_consent to entente_keeper;
create policy keeper_all on enrolment_consent to entente_keeper using (true);
create policy keeper_deletes on enrolment_consent as restrictive for delete to entente_keeper
  using (organisation_id in (select e.organisation_id from enrolment e
    where e.state not in ('accepted', 'active', 're_review')));

alter table enrolment_document
  drop constraint enrolment_document_kind_check,
  add constraint enrolment_document_kind_check
    check (kind in ('registration', 'tax', 'address', 'authority', 'identity', 'eligibility', 'other'));
