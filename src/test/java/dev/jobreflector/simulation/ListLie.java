package dev.jobreflector.simulation;

import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What a list may tell in place of a page that is right. */
enum ListLie {
  /** There are no jobs. */
  NO_JOBS {
    @Override
    ListPage tell(ListPage page, Random random) {
      return new ListPage(List.of(), null);
    }
  },
  /** There are a few jobs, and no more. */
  CUT_OFF {
    @Override
    ListPage tell(ListPage page, Random random) {
      return new ListPage(page.jobs().subList(0, page.jobs().size() / 3), null);
    }
  },
  /** The page lacks jobs in its middle. */
  HOLE {
    @Override
    ListPage tell(ListPage page, Random random) {
      List<ListedJob> jobs = new ArrayList<>(page.jobs());
      jobs.subList(jobs.size() / 4, jobs.size() * 3 / 4).clear();
      return new ListPage(jobs, page.nextToken());
    }
  },
  /** Every second job is missing. */
  EVERY_SECOND {
    @Override
    ListPage tell(ListPage page, Random random) {
      List<ListedJob> jobs = new ArrayList<>();
      for (int i = 0; i < page.jobs().size(); i += 2) {
        jobs.add(page.jobs().get(i));
      }
      return new ListPage(jobs, page.nextToken());
    }
  },
  /** All jobs are others. */
  OTHERS {
    @Override
    ListPage tell(ListPage page, Random random) {
      return with(page, job -> renamed(job, "others-" + job.name()));
    }
  },
  /** The oldest jobs first. */
  REVERSED {
    @Override
    ListPage tell(ListPage page, Random random) {
      List<ListedJob> jobs = new ArrayList<>(page.jobs());
      Collections.reverse(jobs);
      return new ListPage(jobs, page.nextToken());
    }
  },
  /** In no order. */
  SHUFFLED {
    @Override
    ListPage tell(ListPage page, Random random) {
      List<ListedJob> jobs = new ArrayList<>(page.jobs());
      Collections.shuffle(jobs, random);
      return new ListPage(jobs, page.nextToken());
    }
  },
  /** Jobs that were created before those that were asked for. */
  OLDER {
    @Override
    ListPage tell(ListPage page, Random random) {
      return with(page, job -> shifted(job, Duration.ofDays(-400)));
    }
  },
  /** Jobs that were created after those that were asked for. */
  NEWER {
    @Override
    ListPage tell(ListPage page, Random random) {
      return with(page, job -> shifted(job, Duration.ofDays(400)));
    }
  },
  /** The last job was created long before the others. */
  LAST_IS_ANCIENT {
    @Override
    ListPage tell(ListPage page, Random random) {
      if (page.jobs().isEmpty()) {
        return page;
      }
      List<ListedJob> jobs = new ArrayList<>(page.jobs());
      int last = jobs.size() - 1;
      jobs.set(last, shifted(jobs.get(last), Duration.ofDays(-4000)));
      return new ListPage(jobs, page.nextToken());
    }
  },
  /** No jobs, and more of them to come, each time. */
  MORE_WITHOUT_JOBS {
    @Override
    ListPage tell(ListPage page, Random random) {
      return new ListPage(List.of(), "token-" + random.nextLong());
    }
  };

  abstract ListPage tell(ListPage page, Random random);

  private static ListPage with(ListPage page, UnaryOperator<ListedJob> change) {
    return new ListPage(page.jobs().stream().map(change).toList(), page.nextToken());
  }

  private static ListedJob renamed(ListedJob job, String name) {
    return new ListedJob(
        name, job.optimizationJobStatus(), job.creationTime(), job.lastModifiedTime());
  }

  private static ListedJob shifted(ListedJob job, Duration by) {
    return new ListedJob(
        job.name(),
        job.optimizationJobStatus(),
        job.creationTime().plus(by),
        job.lastModifiedTime());
  }
}
