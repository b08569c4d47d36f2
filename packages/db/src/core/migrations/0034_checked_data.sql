-- What a check of R-082 looked at, and its digest: a result counts only while the application still has that digest. The
-- digest stays when an erasure blanks a person in the data. A result without a digest counts for nothing.
alter table enrolment_review
  add column profile_digest text check (profile_digest ~ '^[0-9a-f]{64}$'),
  add column profile_seen jsonb,
  add column authority_digest text check (authority_digest ~ '^[0-9a-f]{64}$'),
  add column authority_seen jsonb;
grant select (authority_seen), update (authority_seen) on enrolment_review to entente_keeper;

-- An agreement binds the company under the name that it had when it signed. Older signatures did not keep it.
alter table partner_agreement add column legal_name text;
