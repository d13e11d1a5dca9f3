-- One school year: {activity} are its files, {begins} the year in which it begins.
CREATE OR REPLACE TABLE day AS
SELECT student_id, course, "on", max(unit) AS unit FROM {activity} JOIN place USING (lesson_id)
WHERE attempts > 0 AND "on" <= DATE '{as_of}' GROUP BY ALL;
CREATE OR REPLACE TABLE work AS
SELECT student_id, course, min("on") AS first_on, count(*) AS days FROM day GROUP BY ALL;
CREATE OR REPLACE TABLE qualifying AS
SELECT person_id, section_id, student_id, course, joined_on, removed_on,
       greatest(first_on, joined_on) AS qualified_on
FROM member JOIN work USING (student_id)
WHERE (section_course IS NULL OR section_course = course) AND joined_on < make_date({begins} + 1, 7, 1)
  AND (removed_on IS NULL OR first_on <= removed_on);
CREATE OR REPLACE TABLE roll AS
SELECT person_id, course, student_id, min(qualified_on) AS qualified_on,
       max(coalesce(removed_on, DATE '9999-12-31')) AS until
FROM qualifying SEMI JOIN (SELECT course FROM course WHERE kind = 'course') USING (course) GROUP BY ALL;
CREATE OR REPLACE TABLE started AS
SELECT person_id, course, min(qualified_on, 5)[5] AS started_on FROM roll GROUP BY ALL HAVING count(*) >= 5;
INSERT INTO f_teacher_started
SELECT person_id, course_id, '{year}', started_on FROM started JOIN course USING (course);

INSERT INTO f_school_active
SELECT school_id, '{year}', min(active_on) FROM (
    SELECT person_id, min(qualified_on, 5)[5] AS active_on FROM (
        SELECT person_id, section_id, course, student_id, min(qualified_on) AS qualified_on
        FROM qualifying SEMI JOIN (SELECT course FROM course WHERE kind = 'course') USING (course) GROUP BY ALL)
    GROUP BY person_id, section_id, course HAVING count(*) >= 5)
JOIN person_school USING (person_id) GROUP BY ALL;

CREATE OR REPLACE TABLE reached AS
SELECT student_id, course, bin, count(*) AS lessons, min(started_on, 12) AS days FROM (
    SELECT student_id, lesson, any_value(course) AS course, any_value(bin) AS bin, min("on") AS started_on
    FROM {activity} JOIN needed USING (lesson_id) WHERE attempts > 0 AND "on" <= DATE '{as_of}'
    GROUP BY student_id, lesson)
GROUP BY student_id, course, bin;
CREATE OR REPLACE TABLE done AS
SELECT student_id, course, 0 AS level, days[12] AS "on" FROM reached WHERE bin = 0 AND lessons >= 12
UNION ALL
SELECT student_id, course, 0, min(days[5], 4)[4] FROM reached SEMI JOIN
    (SELECT course FROM course WHERE grade_band = '9-12') USING (course)
WHERE lessons >= 5 GROUP BY ALL HAVING count(*) >= 4
UNION ALL
SELECT student_id, course, level, "on" FROM (
    SELECT student_id, course, unnest([0, 1]) AS level, unnest([half, CASE WHEN pair IS NOT NULL OR six IS NOT NULL
           THEN greatest(half, least(pair, six)) END]) AS "on"
    FROM (
        SELECT student_id, course, greatest(two, three) AS half, CASE WHEN four IS NOT NULL AND five IS NOT NULL THEN greatest(four, five) END AS pair, six,
               two IS NOT NULL AND three IS NOT NULL AS holds
        FROM (
            SELECT student_id, course, any_value(days[5]) FILTER (bin = 2) AS two,
                   any_value(days[5]) FILTER (bin = 3) AS three, any_value(days[5]) FILTER (bin = 6) AS six,
                   any_value(days[2]) FILTER (bin = 4) AS four, any_value(days[2]) FILTER (bin = 5) AS five
            FROM reached SEMI JOIN (SELECT course FROM course WHERE grade_band = '6-8') USING (course)
            GROUP BY ALL))
    WHERE holds)
WHERE "on" IS NOT NULL;
CREATE OR REPLACE TABLE completed AS
SELECT person_id, course, min(day) AS completed_on, max(level) AS level FROM (
    SELECT person_id, course, level, min(counted_on, 5)[5] AS day FROM (
        SELECT person_id, course, level, student_id, min(greatest("on", joined_on)) AS counted_on
        FROM qualifying JOIN done USING (student_id, course)
        WHERE removed_on IS NULL OR "on" <= removed_on GROUP BY ALL)
    GROUP BY person_id, course, level HAVING count(*) >= 5)
GROUP BY ALL;
INSERT INTO f_teacher_completed
SELECT person_id, course_id, '{year}', completed_on,
       CASE WHEN grade_band = '6-8' AND level = 0 THEN 'half' ELSE 'full' END
FROM completed JOIN course USING (course);

INSERT INTO f_atoms
WITH mine AS (
    SELECT student_id, kind, arg_max(course, (days, first_on, course)) AS course
    FROM work JOIN course USING (course) GROUP BY ALL
), placed AS (
    SELECT student_id, course, any_value(kind) AS kind, arg_max(person_id, (joined_on, section_id)) AS person_id
    FROM qualifying JOIN mine USING (student_id, course) GROUP BY student_id, course
)
SELECT school_id, '{year}', course_id, placed.kind, count(*), count(*) FILTER (gender = 'female'),
       count(*) FILTER (gender = 'male'), count(*) FILTER (gender = 'nonbinary'),
       count(*) FILTER (gender = 'another'), count(*) FILTER (coalesce(gender, 'not_reported') = 'not_reported'),
       count(*) FILTER (urg AND grade_band <> 'K-5'), count(*) FILTER (NOT urg AND grade_band <> 'K-5'),
       count(*) FILTER (urg IS NULL OR grade_band = 'K-5')
FROM placed JOIN person_school USING (person_id) LEFT JOIN student USING (student_id) JOIN course USING (course)
GROUP BY ALL;

INSERT INTO worked
WITH wanted AS (SELECT DISTINCT person_id, course FROM class WHERE training <= {begins}),
mine AS (
    SELECT person_id, course, student_id, arg_max(unit, "on") AS unit, max("on") AS last_on
    FROM roll SEMI JOIN wanted USING (person_id, course) JOIN day USING (student_id, course)
    WHERE "on" <= until GROUP BY ALL
), units AS (SELECT person_id, course, unit, count(*) AS students, max(last_on) AS last_on FROM mine GROUP BY ALL)
SELECT person_id, course_id, '{year}', {begins}, max(last_on), arg_max(unit, (students, unit))
FROM units JOIN course USING (course) GROUP BY ALL;
