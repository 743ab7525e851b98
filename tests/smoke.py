"""What the quick run does on PostgreSQL: by name, so that everybody sees what it is; `-m ""` does everything there.

Only the SQL is another on PostgreSQL, and the quick run does all of the rest on SQLite. What stands here is what can
differ: two at one moment, locks and what is skipped under them, search, time zones, keys, and one story a feature.
"""

SMOKE: dict[str, tuple[str, ...]] = {
    "faults/test_stop.py": ("test_rows_that_are_being_claimed_when_the_worker_stops_are_given_back",),
    "integration/test_answers.py": (
        "test_single_targets_stand_worst_first_with_word_and_symbol",
        "test_results_go_on_over_pages_without_repeating",
        "test_search_ranks_exact_phrase_then_folded_phrase_then_nearness",
        "test_words_with_digits_are_found_alike_on_both_engines",
    ),
    "integration/test_approval.py": (
        "test_an_approved_post_goes_out_when_the_moments_to_take_it_back_are_over",
        "test_two_who_approve_at_one_moment_let_it_go_out_once",
        "test_approving_and_changing_at_one_moment_never_sends_what_nobody_saw",
    ),
    "integration/test_attachments.py": (
        "test_an_album_comes_in_its_order_and_is_counted_on_one_line",
        "test_a_file_that_stands_in_two_posts_is_kept_once",
        "test_words_of_a_document_find_its_post_until_it_is_taken_off",
        "test_files_that_no_post_needs_are_gone_after_a_month_and_others_stay",
    ),
    "integration/test_audit.py": (
        "test_an_admin_reads_when_who_and_what_newest_first",
        "test_the_database_itself_refuses_to_change_what_was_noted",
        "test_no_row_is_replaced_and_the_table_is_not_emptied",
    ),
    "integration/test_backup.py": ("test_a_backup_taken_while_people_write_is_of_one_moment",),
    "integration/test_changes.py": (
        "test_a_figure_is_mended_and_marked_in_every_copy_and_every_phone_rings_once",
        "test_a_copy_that_is_on_the_wire_while_the_correction_is_published_is_mended_too",
        "test_who_subscribes_while_a_correction_is_published_has_the_new_text_in_the_end",
    ),
    "integration/test_content.py": ("test_a_message_of_its_own_reaches_everybody_it_is_for_once",),
    "integration/test_digests.py": (
        "test_what_was_bundled_comes_in_one_message_in_the_evening",
        "test_a_post_that_is_withdrawn_after_is_struck_from_the_digest_and_the_rest_stays",
        "test_two_processes_release_what_waited_once",
    ),
    "integration/test_drafts.py": (
        "test_drafts_are_listed_to_those_who_may_see_them_with_state_and_age",
        "test_two_who_change_one_draft_see_each_other_for_an_hour",
    ),
    "integration/test_doubts.py": ("test_a_sum_that_fell_and_a_report_sent_again_are_doubted",),
    "integration/test_endings.py": (
        "test_a_withdrawn_post_is_taken_out_of_every_chat_and_every_answer",
        "test_correcting_and_withdrawing_at_one_moment_never_leaves_a_copy",
        "test_a_notice_ends_by_itself_in_every_copy_and_no_phone_rings",
    ),
    "integration/test_engines.py": ("test_the_database_is_the_engine_it_claims_to_be",),
    "integration/test_history.py": (
        "test_officials_read_who_did_what_and_everybody_else_only_what_was_published",
        "test_a_year_begins_at_midnight_in_vietnam",
    ),
    "integration/test_jobs.py": (
        "test_a_text_in_several_parts_is_read_as_a_job_and_comes_back_as_a_draft",
        "test_a_job_of_a_dead_worker_is_taken_over_when_its_lease_ends",
        "test_a_part_that_arrives_while_a_job_answers_is_not_lost",
    ),
    "integration/test_migrations.py": (
        "test_migrations_build_exactly_the_tables_that_the_code_knows",
        "test_a_migration_that_fails_leaves_nothing_behind",
        "test_what_stands_in_a_database_of_the_first_version_stays_when_the_schema_grows",
        "test_both_forms_of_a_url_open_the_same_database",
    ),
    "integration/test_mistakes.py": ("test_the_answer_comes_back_to_whoever_reported_it_once",),
    "integration/test_outbox.py": (
        "test_two_claimers_at_one_moment_never_get_the_same_row",
        "test_a_claimed_row_is_nobody_elses_until_its_lease_ends",
        "test_a_late_finisher_changes_nothing",
        "test_answers_go_first_then_urgent_posts_then_changes_then_the_rest",
        "test_the_rows_of_a_paused_push_are_passed_over_and_come_back",
        "test_those_who_left_between_publishing_and_sending_get_nothing",
        "test_nobody_has_two_rows_of_one_push",
        "test_a_line_that_changes_while_it_is_on_the_wire_goes_out_once_more",
        "test_replies_reserved_at_one_moment_by_many_keep_the_rate",
        "test_a_pause_holds_for_everybody_and_a_shorter_one_does_not_end_it",
    ),
    "integration/test_people.py": (
        "test_two_people_typing_one_code_at_one_moment_get_one_role",
        "test_two_admins_revoking_each_other_at_one_moment_leave_one",
        "test_an_erased_person_is_in_no_table_any_more",
        "test_strangers_who_never_subscribed_are_forgotten_after_thirty_days",
    ),
    "integration/test_posts.py": (
        "test_pressing_publish_many_times_at_one_moment_sends_once",
        "test_two_writers_publishing_at_one_moment_get_two_numbers",
        "test_publishing_is_all_or_nothing_and_takes_no_number_when_it_fails",
        "test_a_post_with_an_area_goes_to_those_who_live_there_and_to_those_who_chose_none",
    ),
    "integration/test_receive.py": (
        "test_the_same_event_arriving_twice_at_one_moment_has_one_effect",
        "test_two_first_messages_at_one_moment_are_both_answered_and_make_one_person",
        "test_parts_of_a_pasted_text_arriving_at_one_moment_are_all_kept",
        "test_a_handler_that_raises_is_rolled_back_apologised_for_and_not_repeated",
        "test_a_group_that_wrote_under_its_new_id_before_it_moved_gets_one_copy",
    ),
    "integration/test_reminders.py": ("test_who_asked_is_reminded_on_the_eve_at_six_once_and_nobody_else",),
    "integration/test_role_lost.py": ("test_two_workers_let_nothing_through_while_a_role_is_taken",),
    "integration/test_roles.py": (
        "test_two_admins_who_decide_at_one_moment_decide_once",
        "test_two_who_leave_at_one_moment_leave_an_admin_behind",
    ),
    "integration/test_schedules.py": ("test_a_scheduled_post_goes_out_at_its_hour_and_not_before",),
    "integration/test_status.py": (
        "test_the_state_of_a_push_is_told_in_numbers_and_plain_reasons",
        "test_only_those_who_failed_are_sent_to_again",
    ),
    "integration/test_sweeps.py": ("test_that_the_danger_was_over_is_taken_back_with_the_alarm",),
    "integration/test_unapproved.py": ("test_an_urgent_post_goes_out_first_after_two_taps_and_everyone_is_told",),
    "integration/test_visibility.py": ("test_a_post_goes_to_those_who_may_see_it_and_to_nobody_else",),
}
"""Tests by their file; each with all its parameters."""

WHOLE_PROGRAMS = ("acceptance", "faults", "soak")
"""Folders whose tests start processes, wait for leases and let platforms misbehave: CI does all but the last one's."""

QUICK: dict[str, tuple[str, ...]] = {
    "acceptance/test_main_job.py": ("test_a_pasted_report_reaches_every_subscriber_once_and_answers_come_from_it",),
    "faults/test_fair.py": (
        "test_a_group_that_is_refused_for_long_waits_alone",
        "test_somebody_who_flooded_the_bot_is_helped_in_danger_and_can_stop_at_once",
    ),
    "faults/test_platform.py": (
        "test_a_person_who_is_gone_fails_at_once_and_the_others_get_theirs",
        "test_silence_after_the_message_went_out_is_tried_once_more_and_then_reported_as_uncertain",
    ),
    "faults/test_control.py": ("test_a_paused_push_stops_and_goes_on_where_it_was",),
    "faults/test_stop.py": ("test_rows_that_are_being_claimed_when_the_worker_stops_are_given_back",),
}
"""What the quick run does of them, by file; each with all its parameters."""

EXHAUSTIVE: dict[str, tuple[str, ...]] = {
    # Of every command one by one; test_leaks.py asks every handler in the quick run as well.
    "integration/test_answers.py": ("test_no_public_command_shows_a_resident_anything_of_a_cadre_post",),
    "integration/test_leaks.py": ("test_no_message_in_any_form_brings_anything_of_a_cadre_post",),
    "integration/test_receive.py": (
        "test_no_button_with_wrong_data_breaks_a_handler",
        "test_a_megabyte_of_text_gets_one_short_answer",
    ),
    # Tables of hundreds of sentences and posts; a few of each kind are asked in other tests of their files.
    "integration/test_counter.py": ("test_what_residents_type_is_answered_as_a_clerk_would",),
    "integration/test_finding.py": ("test_the_right_post_comes_first_and_what_is_over_never_before_what_is_ahead",),
    "integration/test_protected.py": ("test_whatever_shows_something_of_a_post_for_cadres_is_protected",),
    "integration/test_public_leaks.py": (
        "test_nothing_that_nobody_may_see_changes_any_answer",
        "test_the_twin_test_would_see_a_cadre_post",
    ),
    "channels/zalo_bot/test_webhook.py": ("test_five_hundred_bodies_of_every_kind_have_one_effect_or_none",),
    # A month with everything dying; test_life_machine.py and test_outbox_machine.py stay in the quick run.
    "integration/test_hours_machine.py": ("test_whatever_dies_over_a_month_nobody_gets_it_twice_and_nobody_misses_it",),
    # Five megabytes, of a kind each.
    "unit/test_split.py": ("test_a_megabyte_takes_no_more_than_linear_time",),
    # Several processes, each of which imports everything anew.
    "integration/test_migrations.py": ("test_processes_that_start_together_on_a_new_database_all_start",),
    "unit/test_house.py": ("test_importing_everything_does_nothing",),
    "unit/test_lean.py": (
        "test_what_a_start_left_out_can_be_imported_afterwards",
        "test_what_was_loaded_before_stays_what_it_was",
    ),
    "unit/reading/test_documents.py": (
        "test_loa_read_reads_a_docx_and_the_standard_input",
        "test_loa_read_refuses_in_one_sentence",
        "test_a_child_never_takes_300_mb",
        "test_a_bomb_that_lies_about_its_size_is_refused",
        "test_a_docx_of_300_kb_that_unpacks_to_300_mb_is_refused_at_once",
    ),
    "integration/test_documents.py": (
        "test_a_scan_becomes_a_draft_that_waits_until_its_figures_are_compared",
        "test_two_files_that_come_slowly_do_not_hold_up_a_third",
    ),
}
"""What takes seconds of CPU for a table that others have looked at in part; CI does it all, by file as above.

Who names its file on the command line has it too.
"""
