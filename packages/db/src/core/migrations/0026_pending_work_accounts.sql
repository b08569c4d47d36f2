-- A pending work account holds what a pending sign-up does, so it is kept as long.
drop index auth.sign_up_due;
create index sign_up_due on auth.one_time_link (created_at)
  where kind in ('sign_up', 'work_account') and consumed_at is null;
