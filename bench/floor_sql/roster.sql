-- The roster, from what the school years gave.
CREATE TABLE f_roster_all AS
WITH listed AS (
    SELECT t.*, begins, printf('%d-%02d', begins, (begins + 1) % 100) AS school_year,
           printf('%d-%02d', training, (training + 1) % 100) AS training_year
    FROM trained t JOIN range(2016, 2026) y(begins) ON begins >= training
), taught AS (
    SELECT DISTINCT person_id, listed.course_id, school_year, taught_id
    FROM listed JOIN candidate USING (course_id)
), starts AS (
    SELECT t.person_id, t.course_id, t.school_year, min(started_on) AS started_on,
           arg_min(taught_id, (started_on, taught_id)) AS started_id
    FROM taught t JOIN f_teacher_started s ON s.person_id = t.person_id AND s.course_id = taught_id
    AND s.school_year = t.school_year GROUP BY ALL
), ends AS (
    SELECT t.person_id, t.course_id, t.school_year, min(completed_on) AS completed_on,
           arg_min(completed_level, (completed_on, taught_id)) AS completed_level
    FROM taught t JOIN f_teacher_completed s ON s.person_id = t.person_id AND s.course_id = taught_id
    AND s.school_year = t.school_year GROUP BY ALL
), lasts AS (
    SELECT t.person_id, t.course_id, t.school_year, max(last_on) AS last_on
    FROM taught t JOIN worked s ON s.person_id = t.person_id AND s.course_id = taught_id
    AND s.school_year = t.school_year GROUP BY ALL
)
SELECT l.*, started_on, completed_on, completed_level,
       CASE WHEN started_on IS NOT NULL THEN lasts.last_on END AS last_activity_on, furthest_unit
FROM listed l LEFT JOIN starts USING (person_id, course_id, school_year)
LEFT JOIN ends USING (person_id, course_id, school_year)
LEFT JOIN lasts USING (person_id, course_id, school_year)
LEFT JOIN worked w ON w.person_id = l.person_id AND w.school_year = l.school_year AND w.course_id = started_id;
